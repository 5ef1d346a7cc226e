/* The tables that were there before the migrations. */
CREATE TABLE legacy_users (
    user_id integer NOT NULL PRIMARY KEY,
    login varchar(40) NOT NULL
);

CREATE UNIQUE INDEX legacy_login ON legacy_users (login);
