-- Whether the ticket k was open just before t_end; if it was reopened, its status changes up to then decide.
coalesce(least(k.resolved_at, k.closed_at) >= t_end, true)
and (k.reopen_count = 0
     or coalesce((select c.to_status not in ('resolved', 'closed')
                    from ticket_status_changes c
                   where c.client_id = k.client_id and c.ticket_id = k.ticket_id and c.at < t_end
                   order by c.at desc, c.change_id desc
                   limit 1), true))
