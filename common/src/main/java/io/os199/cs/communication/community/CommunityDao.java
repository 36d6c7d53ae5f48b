package io.os199.cs.communication.community;

import io.os199.cs.communication.model.CommunityType;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Communities and their members. */
interface CommunityDao {
    String COLUMNS =
            """
            select c.community_id, c.name, c.type, c.is_private, c.created_at, c.archived_at,
                (select count(*)::int from community_members m where m.community_id = c.community_id) as member_count
            from communities c
            """;

    /** Finds it by its id, else by its name ignoring case. */
    @SqlQuery(
            COLUMNS
                    + """
                    where c.community_id = :reference or lower(c.name) = lower(:reference)
                    order by c.community_id = :reference desc
                    limit 1
                    """)
    @RegisterConstructorMapper(Community.class)
    Optional<Community> find(String reference);

    /** Returns the communities with a name like this one, the closest first. */
    @SqlQuery(
            """
            select community_id as id, name
            from communities
            where archived_at is null
            order by similarity(name, :reference) desc, lower(name)
            limit :most
            """)
    @RegisterConstructorMapper(Near.class)
    List<Near> nearest(String reference, int most);

    /** A community that may have been meant. */
    record Near(String id, String name) {}

    /** Returns a page of the communities that are not archived. */
    @SqlQuery(
            COLUMNS
                    + """
                    where c.archived_at is null
                        and (cast(:afterId as text) is null or (lower(c.name), c.community_id) > (
                            select lower(name), community_id from communities where community_id = :afterId))
                    order by lower(c.name), c.community_id
                    limit :most
                    """)
    @RegisterConstructorMapper(Community.class)
    List<Community> page(@Nullable String afterId, int most);

    @SqlQuery("select count(*) from communities where archived_at is null")
    long count();

    /** Returns whether the community was new. */
    @SqlUpdate(
            """
            insert into communities (community_id, name, type, is_private, created_at, updated_at)
            values (:communityId, :name, :type, :isPrivate, :now, :now)
            on conflict (lower(name)) do nothing
            """)
    boolean create(
            String communityId, String name, CommunityType type, boolean isPrivate, Instant now);

    /** Locks the community, so that of two callers that add the same address, one waits. */
    @SqlQuery(
            "select community_id from communities where community_id = :communityId for no key"
                    + " update")
    String lock(String communityId);

    @SqlQuery(
            """
            select member_id
            from community_members
            where community_id = :communityId and user_email = :email
            order by client_id = :clientId desc, joined_at, member_id
            limit 1
            """)
    Optional<String> memberWith(String communityId, String clientId, String email);

    /** The contact of the client that has the address. */
    record ContactOf(String contactId, @Nullable String name) {}

    @SqlQuery(
            """
            select contact_id, name
            from contacts
            where client_id = :clientId and lower(trim(email)) = :email
            order by left_company_at is not null, contact_id
            limit 1
            """)
    @RegisterConstructorMapper(ContactOf.class)
    Optional<ContactOf> contactOf(String clientId, String email);

    @SqlUpdate(
            """
            insert into community_members (client_id, community_id, member_id, contact_id, user_email, user_name, joined_at,
                created_at, updated_at)
            values (:clientId, :communityId, :memberId, :contactId, :email, :name, :now, :now, :now)
            """)
    void add(
            String clientId,
            String communityId,
            String memberId,
            @Nullable String contactId,
            String email,
            String name,
            Instant now);

    /** Returns the clients that have members in it, ordered by id. */
    @SqlQuery(
            """
            select distinct client_id from community_members where community_id = :communityId order by 1
            """)
    List<String> clients(String communityId);
}
