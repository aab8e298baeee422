"""Values as officials write them: numbers, money, targets. Raw text in, exact values out."""
