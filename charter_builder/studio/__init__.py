<<<<<<< HEAD
"""The studio: a charter without installing anything. A form that Python wrote, and the same engine behind it, in the visitor's browser."""
=======
"""The studio: the program itself in a web page, without installation and without a server."""
>>>>>>> supply
