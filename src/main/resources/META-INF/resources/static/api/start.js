// The page of the API: Swagger UI without scripts of its own in the page, so that the rules of our other pages do for it.
/** @type {any} */ (window).SwaggerUIBundle({
  url: '../openapi',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
});
