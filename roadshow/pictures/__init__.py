"""A page's picture, as chats and networks show it beside a link; drawn by typst in a font of our own."""
