select contact_id, role, name
  from contacts
 where client_id = :clientId and left_company_at is null and role in ('decision_maker', 'champion', 'billing')
 order by array_position(array['decision_maker', 'champion', 'billing'], role), name nulls last, contact_id
 limit :most
