"""What readers get, measured beside the plain stack on the same content."""
