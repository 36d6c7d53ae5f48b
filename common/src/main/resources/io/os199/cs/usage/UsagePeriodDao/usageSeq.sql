select usage_seq from clients where client_id = :clientId
