package io.os199.cs.core;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.UsedClient;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** Names and external ids, as registered in {@code client_names}. */
@RegisterConstructorMapper(ClientRef.class)
interface ClientDirectoryDao {
    /** Finds at most three clients, since each of the columns is unique. */
    @SqlQuery(
            """
            select client_id, name as client_name
            from client_names
            where client_id = :reference or external_id = :reference or name_key = lower(btrim(:reference))
            order by client_id
            """)
    List<ClientRef> named(String reference);

    /** Does the same as {@link #named}. */
    @SqlQuery(
            """
            select n.client_id, n.name as client_name, c.usage_seq, c.status = 'churned' as is_churned
            from client_names n
            join clients c on c.client_id = n.client_id
            where n.client_id = :reference or n.external_id = :reference or n.name_key = lower(btrim(:reference))
            order by n.client_id
            """)
    @RegisterConstructorMapper(UsedClient.class)
    List<UsedClient> used(String reference);

    /** A client named by the reference at a place, counted from 0. */
    record Named(int place, String clientId, String clientName) {
        ClientRef ref() {
            return new ClientRef(clientId, clientName);
        }
    }

    /** Does the same as {@link #named} for several references at once. */
    @SqlQuery(
            """
            select r.place::int - 1 as place, n.client_id, n.name as client_name
            from unnest(cast(:references as text[])) with ordinality as r (reference, place)
            cross join lateral (
                select client_id, name
                from client_names
                where client_id = r.reference or external_id = r.reference or name_key = lower(btrim(r.reference))) n
            order by r.place, n.client_id
            """)
    @RegisterConstructorMapper(Named.class)
    List<Named> allNamed(String[] references);

    /** Finds names that resemble the text, or have a part that does, most similar first. */
    @SqlQuery(
            """
            select client_id, name as client_name
            from client_names
            where name_key % lower(:text) or lower(:text) <% name_key
            order by similarity(name_key, lower(:text)) desc, client_id
            limit :count
            """)
    List<ClientRef> nearest(String text, int count);
}
