"""Pictures of the product's own pages, taken by a Chromium that this process starts, lets in and ends."""
