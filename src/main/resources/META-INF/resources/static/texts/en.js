// English. Other languages have the same keys with the same {names}; a test holds that.
export default {
  // --- all pages
  'connection.lost': 'Connection to the server lost. What is shown may be out of date; trying again…',

  // --- choosing

  // --- watching

  // --- managing
};
