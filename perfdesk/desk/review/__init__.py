"""批量审核: the window of a reviewer who receives many dossiers."""
