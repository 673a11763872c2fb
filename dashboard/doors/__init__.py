"""The doors: everything a browser meets that is no page of figures: sign-in, own account, and the pages of the three administrators."""
