"""The site writer: the pages of a charter or of a reference, laid out by MkDocs and Material, which are known to this folder alone."""
