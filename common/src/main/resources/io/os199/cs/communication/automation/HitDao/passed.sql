-- Whether the use u has dropped or risen by at least the threshold. Parameters: direction text; threshold numeric;
-- minBaseline int.
u.before >= :minBaseline
   and case :direction when 'drop' then u.recent <= u.before * (1 - :threshold::numeric)
                       else u.recent >= u.before * (1 + :threshold::numeric) end
