-- The counter that every write goes through: its row lock puts commits into the order of their versions.
-- It begins at 1, because clients read version 0 as "any".
create table store_version (
    singleton boolean primary key default true check (singleton),
    current   bigint  not null
) with (fillfactor = 50);
insert into store_version (current) values (1);

-- Events with a version at or below the floor are gone. Its own table: compaction must not hold up writes.
create table store_floor (
    singleton boolean primary key default true check (singleton),
    version   bigint  not null
);
insert into store_floor (version) values (0);

-- What exists now. "json", not "jsonb": an object is given back as it was taken, \u0000 and the order of keys included.
create table stored_object (
    resource  text collate "C" not null,
    namespace text collate "C" not null,
    name      text collate "C" not null,
    uid       text             not null,
    version   bigint           not null,
    doc       json,
    sealed    bytea,
    primary key (resource, namespace, name),
    check ((doc is null) <> (sealed is null))
);

-- What happened: the watch log, written by the same statement as the object.
create table stored_event (
    version         bigint primary key,
    recorded_at     timestamptz      not null default clock_timestamp(),
    type            text             not null check (type in ('ADDED', 'MODIFIED', 'DELETED')),
    resource        text collate "C" not null,
    namespace       text collate "C" not null,
    name            text collate "C" not null,
    doc             json,
    sealed          bytea,
    previous_doc    json,
    previous_sealed bytea,
    check ((doc is null) <> (sealed is null))
);

-- A nudge without contents: who listens reads the table. A lost nudge costs one polling interval.
create function store_nudge() returns trigger language plpgsql as $$
begin
    perform pg_notify('kubeforge_store', '');
    return null;
end $$;
create trigger nudge after insert on stored_event for each statement execute function store_nudge();

-- Values made once, encrypted: the serving CA, the admin token. The row with the empty name proves the keyset.
create table sealed_value (
    name   text collate "C" primary key,
    sealed bytea not null
);

-- Output of steps, outside the watch log. The row of a cluster hands out positions, in the order of commits.
create table step_log (
    cluster_uid text primary key,
    position    bigint      not null,
    bytes       bigint      not null,
    written_at  timestamptz not null
) with (fillfactor = 50);
create table step_output (
    cluster_uid text   not null references step_log on delete cascade,
    position    bigint not null,
    namespace   text   not null,
    cluster     text   not null,
    host        text   not null,
    step        text   not null,
    operation   text   not null,
    attempt     int    not null,
    start       bigint not null,
    output      text   not null,
    primary key (cluster_uid, position),
    unique (cluster_uid, host, operation, attempt, start)
);
