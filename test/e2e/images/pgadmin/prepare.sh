. "$(dirname "$0")/../_python/packages.sh"
python_packages packages 'jsonformatter==0.3.4 Flask-Principal==0.4.0' pgadmin4==9.18 gunicorn==23.0.0
