"""`make peers`: the same nine bad inputs, given to four other programs and to ours, each in its own format.

`inputs` holds a sound project of each program and the nine faults; `installs` gets the programs by npm and pip; `judge` reads
what a run said and left; `__main__` runs all of it and writes docs/peers.md. What could not be run is not spoken of.
"""
