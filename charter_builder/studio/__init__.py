"""The studio: the program itself in a web page, without installation and without a server."""
