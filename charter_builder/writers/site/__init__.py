"""The site writer: the charter's pages, laid out by MkDocs and Material, which are known to this folder alone."""
