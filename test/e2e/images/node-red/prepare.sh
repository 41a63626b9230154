npm_packages app node-red@4.1.13
