"""The project file ``*.perfdesk``: its format, reading with limits, and saving in one step."""
