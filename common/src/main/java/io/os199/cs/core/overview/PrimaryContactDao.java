package io.os199.cs.core.overview;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.Optional;

interface PrimaryContactDao {
    @SqlQuery(
            """
            select contact_id, name, email, title, role
            from contacts
            where client_id = :clientId and is_primary and left_company_at is null
            """)
    @RegisterConstructorMapper(PrimaryContact.class)
    Optional<PrimaryContact> find(String clientId);
}
