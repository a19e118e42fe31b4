"""The composition root, the only package that knows every other: builds every part from the settings, starts them in
order and stops them in reverse."""
