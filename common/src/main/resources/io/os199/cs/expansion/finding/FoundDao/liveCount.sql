select count(*) from clients where status <> 'churned'
