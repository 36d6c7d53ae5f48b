package io.os199.cs.health;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.LocalDate;
import java.util.List;

/** The clients of a chunk. */
interface PortfolioDao {
    @SqlQuery(
            """
            select client_id
            from clients
            where client_id between :first and :last and status <> 'churned'
            order by client_id
            """)
    List<String> clientIds(String first, String last);

    /** Up to {@code most} clients after a given one, in order, that had a contract in force at the end of a day. */
    @SqlQuery(
            """
            select c.client_id
            from clients c
            where c.client_id > :after
                and exists (
                    select from contracts k
                    where k.client_id = c.client_id and k.status <> 'draft' and k.start_date <= :day
                        and (k.end_date is null or k.end_date >= :day)
                        and (k.terminated_on is null or k.terminated_on > :day))
            order by c.client_id
            limit :most
            """)
    List<String> underContract(LocalDate day, String after, int most);
}
