package io.os199.cs.expansion.price;

import io.os199.cs.platform.answer.Refusal.Suggestion;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** Reads what is sold. */
interface ProductsForSaleDao {
    @SqlQuery("select exists (select from products)")
    boolean hasProducts();

    @SqlQuery("select exists (select from products where product_id = :productId)")
    boolean hasProduct(String productId);

    @SqlQuery("select exists (select from products where lower(family) = lower(:family))")
    boolean hasFamily(String family);

    @SqlQuery(
            """
            select family as value, null::text as name
            from products
            group by family
            order by similarity(family, :text) desc, family
            limit 5
            """)
    @RegisterConstructorMapper(Suggestion.class)
    List<Suggestion> nearestFamilies(String text);
}
