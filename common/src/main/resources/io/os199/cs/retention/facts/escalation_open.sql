-- Whether the escalation e was open just before t_end; if it was reopened, its status changes up to then decide.
coalesce(e.resolved_at >= t_end, true)
and (e.reopened_count = 0
     or coalesce((select u.to_status not in ('resolved', 'closed')
                    from escalation_updates u
                   where u.client_id = e.client_id and u.escalation_id = e.escalation_id and u.kind = 'status'
                     and u.at < t_end
                   order by u.update_no desc
                   limit 1), true))
