package io.os199.cs.platform.database;

import io.os199.cs.platform.json.WireName;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.generic.GenericTypes;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.ColumnMapperFactory;

import java.sql.Types;
import java.util.Optional;

/** Stores every enum by its {@link WireName}: a column holds the same word as the wire. */
final class WireEnums {
    private WireEnums() {}

    static void install(Jdbi jdbi) {
        jdbi.registerArgument(new ToColumn());
        jdbi.registerColumnMapper(fromColumn());
    }

    @SuppressWarnings("rawtypes") // JDBI asks for the class of the values, which enums share raw.
    private static final class ToColumn extends AbstractArgumentFactory<Enum> {
        ToColumn() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(Enum value, ConfigRegistry config) {
            return (position, statement, context) ->
                    statement.setString(position, WireName.of(value));
        }
    }

    private static ColumnMapperFactory fromColumn() {
        return (type, config) -> {
            Class<?> raw = GenericTypes.getErasedType(type);
            if (!raw.isEnum()) {
                return Optional.empty();
            }
            ColumnMapper<?> mapper =
                    (row, column, context) -> {
                        String word = row.getString(column);
                        return word == null ? null : WireName.parse(raw, word);
                    };
            return Optional.of(mapper);
        };
    }
}
