"""Ye, Qin, Govaert, Anderson & Cao 2019: what people hold and what they say of it, under pressure to conform."""
