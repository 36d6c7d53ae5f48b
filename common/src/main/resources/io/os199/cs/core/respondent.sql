-- Follows survey answers r with the person who gave each, as Respondent.SQL does.
cross join lateral (
      select coalesce(r.contact_id,
                      (select min(p.contact_id)
                         from contacts p
                        where p.client_id = r.client_id and lower(p.email) = lower(r.contact_email)),
                      lower(r.contact_email), r.response_id) as key) person
