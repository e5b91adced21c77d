"""Law: which rights a scenario touches, and what Art. 5(1)(c) of the EU AI Act would say of it."""
