package io.os199.cs.expansion.price;

import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.LocalDate;
import java.util.List;

/** Reads terms and prices. */
@UseJoinedSql
interface PriceDao {
    @SqlQuery
    @RegisterConstructorMapper(ClientTerms.class)
    List<ClientTerms> terms(String[] clientIds, LocalDate today);
}
