CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE "visitor";
ALTER ROLE "{{name}}" SET default_transaction_read_only = on;
