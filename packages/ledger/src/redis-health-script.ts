import { RECORD_KEPT_MS, RECORDS_MAX } from "./health-record.ts";

/** Batches of calls that are kept, and for how long: a p95 is of the last few hundred calls. */
export const BATCHES_MAX = 1_000;
export const BATCH_KEPT_MS = 300_000;

/**
 * Keeps the later of each record that is sent and the one there, as `isLater` says, and forgets what
 * is long over. Adds a batch of how long calls took behind those of others. Answers the server's
 * time, the place behind the batches there are, the batches of others since the place that was sent,
 * and all names and records.
 *
 * KEYS: a hash of records by name, each `<era> <end> <cause>`; a stream of batches. ARGV: a place or
 * nothing, a batch or nothing, then names and records in turn.
 */
export const EXCHANGE_HEALTH: string = `
local time = redis.call("TIME")
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local function instants(record)
  local era, ends = string.match(record, "^(%d+) (%d+) ")
  return tonumber(era), tonumber(ends)
end

local function takes_place(record, other)
  if not other then return redis.call("HLEN", KEYS[1]) < ${RECORDS_MAX} end
  local era, ends = instants(record)
  local other_era, other_ends = instants(other)
  return era > other_era or (era == other_era and ends > other_ends)
end

local oldest = string.format("%.0f", now - ${BATCH_KEPT_MS})
local place = ARGV[1]
if place == "" or tonumber(string.match(place, "^%d+")) < tonumber(oldest) then place = oldest .. "-0" end
local batches = {}
for _, entry in ipairs(redis.call("XRANGE", KEYS[2], "(" .. place, "+")) do
  place = entry[1]
  table.insert(batches, entry[2][2])
end
if ARGV[2] ~= "" then
  place = redis.call("XADD", KEYS[2], "MAXLEN", ${BATCHES_MAX}, "*", "took", ARGV[2])
  redis.call("PEXPIRE", KEYS[2], ${2 * BATCH_KEPT_MS})
end

for index = 3, #ARGV, 2 do
  local name, record = ARGV[index], ARGV[index + 1]
  if takes_place(record, redis.call("HGET", KEYS[1], name)) then
    redis.call("HSET", KEYS[1], name, record)
    redis.call("PEXPIRE", KEYS[1], ${2 * RECORD_KEPT_MS})
  end
end

local records = {}
local kept = redis.call("HGETALL", KEYS[1])
for index = 1, #kept, 2 do
  local era, ends = instants(kept[index + 1])
  if math.max(era, ends) + ${RECORD_KEPT_MS} <= now then
    redis.call("HDEL", KEYS[1], kept[index])
  else
    table.insert(records, kept[index])
    table.insert(records, kept[index + 1])
  end
end
return {string.format("%.0f", now), place, batches, records}
`;
