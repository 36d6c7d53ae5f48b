with {{facts}},
shown as (
    select f.* from facts f where f.contract_id = :contractId
)
{{shown}}
