package io.os199.cs.communication.mail;

import io.os199.cs.core.model.Tier;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/** Reads the values of the tokens in texts. */
interface TokenDao {
    /** Returns the facts; users are absent when use was never seen, or was not requested. */
    @SqlQuery(
            """
            select p.client_id, p.contact_id, c.name as client_name, c.company_name, c.tier, c.csm, p.name as contact_name,
                p.title as contact_title, c.renewal_date, c.contract_end_date,
                (select case when sum(k.included_users) > 2147483647 then 2147483647
                        else sum(k.included_users) end::int
                    from contracts k
                    where k.client_id = c.client_id and k.status <> 'draft' and k.start_date <= :sendOn
                        and (k.end_date is null or k.end_date >= :sendOn)
                        and (k.terminated_on is null or k.terminated_on > :sendOn)) as included_users,
                case when :countsUsers
                        and exists (select from usage_daily_users u where u.client_id = c.client_id)
                    then (select count(distinct u.user_key)::int from usage_daily_users u
                        where u.client_id = c.client_id and u.day < least(:sendOn, :today)
                            and u.day >= least(:sendOn, :today) - 30)
                end as active_users
            from unnest(:clientIds, :contactIds) r (client_id, contact_id)
            join clients c using (client_id)
            join contacts p using (client_id, contact_id)
            """)
    @RegisterConstructorMapper(Facts.class)
    List<Facts> facts(
            String[] clientIds,
            String[] contactIds,
            LocalDate sendOn,
            LocalDate today,
            boolean countsUsers);

    /** The facts about one person at one client. */
    record Facts(
            String clientId,
            String contactId,
            String clientName,
            String companyName,
            Tier tier,
            @Nullable String csm,
            @Nullable String contactName,
            @Nullable String contactTitle,
            @Nullable LocalDate renewalDate,
            @Nullable LocalDate contractEndDate,
            @Nullable Integer includedUsers,
            @Nullable Integer activeUsers) {}
}
