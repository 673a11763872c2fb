"""The guard: one wall in front of every route, headers on every answer, one shape of refusal, a log line and a count for each request."""
