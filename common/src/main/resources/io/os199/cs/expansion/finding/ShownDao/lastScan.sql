select finished_at from refresh_runs where name = 'expansion' and finished_at is not null
