"""Speed and size, printed beside the plain alternatives; run by hand."""
