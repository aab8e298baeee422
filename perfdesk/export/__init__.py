"""Writers: PDF from pages, xlsx from the paged sheet; one writer a file."""
