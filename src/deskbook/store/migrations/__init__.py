"""The steps that brought each database to its present form; a step that was released never changes."""
