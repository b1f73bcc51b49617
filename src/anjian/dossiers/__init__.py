"""One enterprise, one file 一企一档: the firms that are inspected and, where it comes to that, penalised."""
