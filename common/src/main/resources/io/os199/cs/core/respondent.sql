-- Follows survey answers r with the person who gave each, as Respondent.SQL does.
cross join lateral (
      select coalesce((select lower(p.email)
                         from contacts p
                        where p.client_id = r.client_id and p.contact_id = r.contact_id),
                      lower(r.contact_email), r.contact_id, r.response_id) as key) person
