// Put Yasgui in the place of the plain form. Everything it needs is of this server: no word of a query goes elsewhere.
(async () => {
  "use strict";
  const place = document.getElementById("editor");
  const plain = document.getElementById("plain");
  const terms = await (await fetch("/editor/terms.json")).json();
  const Yasqe = Yasgui.Yasqe;
  const known = { prefixes: terms.prefixes, class: terms.classes, property: terms.properties };
  for (const [name, held] of Object.entries(known)) {
    Yasqe.forkAutocompleter(name, { name: `concordat-${name}`, bulk: true, persistenceId: null, get: () => held });
  }
  Yasqe.defaults.autocompleters = ["variables", ...Object.keys(known).map((name) => `concordat-${name}`)];
  Yasqe.defaults.prefixCcApi = null;
  Yasqe.defaults.value = document.getElementById("query").value;
  const endpoint = new URL("/sparql", document.baseURI).href;
  plain.hidden = true;
  place.hidden = false;
  const editor = new Yasgui(place, {
    copyEndpointOnNewTab: true,
    persistenceId: "concordat",
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    yasr: { prefixes: terms.names },
  });
  if (place.dataset.asked) {
    editor.getTab().setQuery(Yasqe.defaults.value);
  }
})();
