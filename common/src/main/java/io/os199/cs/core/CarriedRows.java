package io.os199.cs.core;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * What the imports of contracts and of what these allow have in common: both lock the clients of their rows, and carry
 * staged rows {@code s} of active contracts {@code c} into the contracts that are signed to follow them.
 */
final class CarriedRows {
    /** The number of rows carried at once; the effort grows with its square. */
    static final int AT_ONCE = 2_000;

    /** Locks the clients of rows {@code staged}. */
    static final String LOCK_CLIENTS =
            """
            select count(*) from (
                select client_id from clients
                where client_id in (select client_id from staged)
                order by client_id
                for no key update) as held
            """;

    /** The condition that the contract is active and its client has a signed contract that has not begun. */
    static final String ARE_BEFORE_SIGNED =
            """
             and c.status = 'active' and exists (
                select from renewals r
                join contracts n on n.client_id = r.client_id and n.contract_id = r.new_contract_id
                where r.client_id = s.client_id and r.stage = 'renewed' and n.status = 'draft')
            """;

    /**
     * Finds the last client of each slice of about {@code :most} rows {@code carried}; all rows of a client are in one
     * slice.
     */
    static final String SLICES =
            """
            select distinct client_id
            from (
                select client_id, row_number() over (order by client_id) as place, count(*) over () as places
                from carried) b
            where place % :most = 0 or place = places
            order by client_id
            """;

    /** Ends the rows {@code changed} with those of a slice, and continues with the members of its clients' renewals. */
    static final String OF_SLICE =
            """
             and s.client_id > :afterClientId and s.client_id <= :lastClientId
            ), active as (
                select client_id, contract_id, type, value, start_date, end_date, renewal_date, base_contract_id
                from contracts
                where status = 'active' and client_id in (select client_id from changed)),
            """
                    + RenewalDao.MEMBERS_OF_ACTIVE;

    private CarriedRows() {}

    /**
     * Carries slice after slice.
     *
     * @param lastClientIds what {@link #SLICES} finds
     * @param carry carries the rows of the clients after one, up to and including another
     */
    static void carry(List<String> lastClientIds, BiConsumer<String, String> carry) {
        String after = "";
        for (String last : lastClientIds) {
            carry.accept(after, last);
            after = last;
        }
    }
}
