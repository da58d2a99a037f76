"""A difference between two versions, drawn: :class:`deskbook.ui.widgets.diff.view.DiffView`."""
