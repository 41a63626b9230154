. "$(dirname "$0")/../_python/packages.sh"
python_packages packages '' sqlite-web==0.8.0 gevent==26.9.0
