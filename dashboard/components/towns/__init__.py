"""Parts of the page `/towns` (治理类街乡镇)."""
